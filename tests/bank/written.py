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
OPEN = """\
- id: spread
  level: mid
  q: Why do two estimates differ?
  points:
  - say: Small samples
  - {say: Bad measurements, weight: 2, accept: [bad data]}
  mistakes: [It is magic]
  followups:
  - {if_missing: 1, ask: How many rows?}
  - {always: true, ask: And then?}
  better: It varies. It also sees bad data.
"""
STORY = """\
- id: failed
  level: mid
  q: Tell me about a failure.
  points:
  - {say: What was at stake, part: situation}
  - {say: What you did, part: action}
  better: The forecast was late. I told the lead and mended the join.
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
