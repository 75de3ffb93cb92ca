from bot.render.card import balanced


def test_marks_inside_code_are_left_alone() -> None:
    assert balanced("`((x - y) ** 2)` and `a ** b` too") == "`((x - y) ** 2)` and `a ** b` too"
    assert balanced("```python\nx ** 2\n```") == "```python\nx ** 2\n```"
    assert balanced("**bold `x ** 2`") == "**bold `x ** 2`**"
