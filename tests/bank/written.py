"""Questions as authors write them, to be altered by tests."""

GOOD = """\
- id: good
  level: mid
  q: What happens to F1?
  right: It falls
  wrong:
    It rises: The direction is reversed.
    It stays: Nothing pays for the loss.
  why: It is a harmonic mean.
"""
NUMERIC = """\
- id: sum
  level: mid
  q: What is it?
  answer: {answer}
  tolerance: {{abs: 0.1}}
  traps: {{{traps}}}
  why: Because.
  proof: assert answer
"""
TEMPLATE = """\
- id: drawn
  level: mid
  vars: {vars}
  q: What is {{n}} times two?
  answer: {answer}
  why: Because.
  proof: assert answer
"""


def altered(*changes: tuple[str, str]) -> str:
    words = GOOD
    for old, new in changes:
        assert old in words
        words = words.replace(old, new)
    return words


def numeric(answer: str = "4", traps: str = "5: too many") -> str:
    return NUMERIC.format(answer=answer, traps=traps)


def template(kinds: str = "{n: {int: [1, 50]}}", answer: str = "2 * n") -> str:
    return TEMPLATE.format(vars=kinds, answer=answer)
