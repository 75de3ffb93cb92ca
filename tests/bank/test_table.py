import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.load import MAX_BYTES
from bot.bank.node import line_of, plain
from bot.bank.table import HELP, read_table


def rows(words: str | bytes) -> list[object]:
    data = words if isinstance(words, bytes) else words.encode()
    nodes, faults = read_table("t.csv", data)
    assert [str(fault) for fault in faults] == []
    return [plain(node) for node in nodes]


def faults(words: str | bytes) -> list[str]:
    data = words if isinstance(words, bytes) else words.encode()
    return [str(fault) for fault in read_table("t.csv", data)[1]]


CHOICE = {"topic": "T", "level": "mid", "q": "Q?", "right": "a", "wrong": {"b": "c", "d": ""}}


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_delimiter_is_found(sign: str) -> None:
    words = "topic,level,question,right,wrong 1,reason 1,wrong 2\nT,Mid,Q?,a,b,c,d\n"
    assert rows(words.replace(",", sign)) == [CHOICE]


@pytest.mark.parametrize(
    "title",
    ["Topic, Level ,QUESTION,Correct answer,Distractor1,Reason_1,wrong-2", "subject,level,q,key,wrong,reason,trap 2"],
)
def test_titles_may_be_written_in_many_ways(title: str) -> None:
    assert rows(f"{title}\nT,mid,Q?,a,b,c,d\n") == [CHOICE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_spreadsheets_encode_in_many_ways(encoding: str) -> None:
    words = "topic,level,question,right,wrong 1\r\nT,mid,Ω?,a,b\r\n"
    assert rows(words.encode(encoding)) == [
        {"topic": "T", "level": "mid", "q": "Ω?", "right": "a", "wrong": {"b": ""}},
    ]


def test_numbers_terms_and_the_rest() -> None:
    words = (
        "topic,level,question,answer,tolerance,unit,wrong,reason,near,reject,why,hint,aloud,short,code,id,time,difficulty\n"
        'T,mid,Q?,12,5%,ms,13,"no, less",,,W,H,A,S,"x = 1\ny",i,60,hard\n'
        "T,mid,Q?,one|two,,,,,three,four|five,,,,,,,,\n"
    )
    assert rows(words) == [
        {
            "topic": "T",
            "level": "mid",
            "q": "Q?",
            "answer": "12",
            "tolerance": {"rel": 0.05},
            "unit": "ms",
            "traps": {"13": "no, less"},
            "why": "W",
            "hint": "H",
            "aloud": "A",
            "short": "S",
            "code": "x = 1\ny",
            "id": "i",
            "time": 60,
            "difficulty": "hard",
        },
        {
            "topic": "T",
            "level": "mid",
            "q": "Q?",
            "answer": ["one", "two"],
            "near": ["three"],
            "reject": ["four", "five"],
        },
    ]


def test_several_right_ones_are_parted_by_a_bar() -> None:
    assert rows("topic,level,question,right,wrong 1\nT,mid,Q?,a | b,c\n")[0]["right"] == ["a", "b"]  # type: ignore[index]


def test_items_and_rows_are_parted_by_a_bar() -> None:
    words = (
        "topic,level,question,order,match\nT,mid,Q?,a | b|c,\nT,mid,Q?,`x = 1` | `y = 2`,\n"
        "T,mid,Q?,,a b => c | d => e | => f :: fits none\n"
    )
    start = {"topic": "T", "level": "mid", "q": "Q?"}
    assert rows(words) == [
        {**start, "order": ["a", "b", "c"]},
        {**start, "order": ["x = 1", "y = 2"], "code": True},
        {**start, "match": {"a b": "c", "d": "e"}, "extra": {"f": "fits none"}},
    ]


def test_rows_know_the_line_they_start_in_and_blank_ones_are_passed_over() -> None:
    nodes, _ = read_table("t.csv", b'topic,level,question,right,wrong 1\nT,mid,"Q\nR?",a,b\n,,,,\nT,mid,Q?,a,b\n')
    assert [line_of(node, ("q",)) for node in nodes] == [2, 5]


def test_a_cell_is_text_whatever_a_spreadsheet_would_make_of_it() -> None:
    words = "topic,level,question,right,wrong 1,wrong 2\nT,mid,Q?,'=1+2,=cmd|' /C calc'!A0,'quoted'\n"
    assert rows(words) == [
        {
            "topic": "T",
            "level": "mid",
            "q": "Q?",
            "right": "=1+2",
            "wrong": {"=cmd|' /C calc'!A0": "", "'quoted'": ""},
        }
    ]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", ["t.csv:0: E01 the table is empty: write the columns' names in the first row"]),
        ('"a', ["t.csv:0: E01 this is no table (unexpected end of data): save it as CSV, long cells in quotes"]),
        (
            "question,right\n",
            [
                "t.csv:1: E01 there is no column `topic`: add `topic`",
                "t.csv:1: E01 there is no column `level`: add `level`",
            ],
        ),
        (
            "topic,level,question,q\n",
            ["t.csv:1: E01 the column `question` stands twice: rename or remove one"],
        ),
        (
            "topic,level,question,answer,wy,color\nT,mid,Q?,x,,\n",
            [
                "t.csv:1: N01 the column `wy` is not read: did you mean `why`?",
                "t.csv:1: N01 the column `color` is not read: rename it if it should be",
            ],
        ),
        (
            "topic,level,question\nT,mid,Q?\n",
            [
                (
                    "t.csv:2: E01 there is no answer: add `+ right` and `- wrong`, `= answer`, `1. item` lines, "
                    "or `row => option` lines"
                )
            ],
        ),
        (
            "topic,level,question\nT,mid,Q?,x\n",
            ["t.csv:2: E01 there are more cells than columns: look for a missing quote"],
        ),
        (
            f"topic,level,question\nT,mid,{'x' * 20_001}\n",
            ["t.csv:2: E01 the cell `question` is too long: look for a missing quote"],
        ),
        (
            "topic,level,question,match\nT,mid,Q?,a -> b\n",
            [
                "t.csv:2: E01 `a -> b` has no `=>`: write `row => option`",
                "t.csv:2: E01 no row has an option: write `row => option`",
            ],
        ),
        (
            f"topic,level,question,order\nT,mid,Q?,{'a|' * 100}\n",
            ["t.csv:2: E01 `100. a` is item 100: number the items 1, 2, 3 in a right order"],
        ),
        (b"\xff\xfe\x00", ["t.csv:0: E18 the file is broken UTF-16: save it as UTF-8"]),
        (b"\xe4", ["t.csv:1: E18 a byte here is not UTF-8: save the file as UTF-8"]),
        (b"a" * (MAX_BYTES + 1), ["t.csv:0: E01 the file is larger than 1 MiB: split it"]),
        (
            "topic,\x00",
            ["t.csv:1: E18 there is an invisible character, U+0000: type the line again without invisible characters"],
        ),
    ],
)
def test_faults_name_the_row(words: str | bytes, wanted: list[str]) -> None:
    assert faults(words) == wanted


def test_the_help_names_the_columns() -> None:
    assert all(column in HELP for column in ("topic", "level", "question", "right", "wrong 1", "reason 1", "tolerance"))


@given(st.binary(max_size=200) | st.text(st.sampled_from('topiclevelqusn,;"|\n\t= '), max_size=200).map(str.encode))
def test_any_bytes_give_rows_or_faults(data: bytes) -> None:
    nodes, found = read_table("t.csv", data)
    assert nodes or found or data.count(b"\n") <= data.count(b"question")


@given(st.lists(st.text(st.sampled_from("ab |:=>+-*?~!\"'\\\n"), max_size=12), min_size=6, max_size=6))
def test_any_cells_give_rows_or_faults(cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    nodes, found = read_table("t.csv", f"topic,level,question,match,order,wrong 1\n{quoted}\n".encode())
    assert len(nodes) <= 1
    assert nodes or found or not any(cell.strip() for cell in cells)
