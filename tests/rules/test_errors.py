from bot.rules.errors import BankError, EdgeDown, Fault, RuleBroken


def test_a_refusal_carries_its_code_and_its_sentence() -> None:
    refusal = RuleBroken("not_yours", "It is somebody else's.")
    assert (refusal.code, refusal.sentence, str(refusal)) == ("not_yours", *["It is somebody else's."] * 2)


def test_a_bank_error_says_every_fault_with_its_line() -> None:
    faults = (
        Fault("a.yaml", 3, "E04", "key among distractors", "remove one"),
        Fault("a.yaml", 9, "W01", "long", "cut"),
    )
    assert str(BankError(faults)) == ("a.yaml:3: E04 key among distractors: remove one\na.yaml:9: W01 long: cut")
    assert [fault.refuses for fault in faults] == [True, False]


def test_an_edge_that_is_down_is_named() -> None:
    down = EdgeDown("database", "I cannot reach my notes.")
    assert (down.edge, down.sentence, str(down)) == (
        "database",
        "I cannot reach my notes.",
        "database: I cannot reach my notes.",
    )
