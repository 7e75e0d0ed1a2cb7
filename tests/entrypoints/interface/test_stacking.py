"""On a phone the cells of a table stand under each other, so each has to say its column."""

from __future__ import annotations

from duecare.entrypoints.drawing.stacking import heads, labelled, stacked

HEAD = (
    '<th scope="col">Body</th><th scope="col" class="num"><a href="?sort=n">Hits</a></th>'
    '<th><span class="visually-hidden">Open</span></th>'
)
ROW = '<tr class="x"><th scope="row">Cyber Unit</th><td class="num">3</td><td><a href="/">Go</a></td></tr>'


def test_each_cell_carries_the_head_of_its_column_and_one_that_is_only_read_out_none() -> None:
    assert heads(HEAD) == ("Body", "Hits", "")
    assert labelled(ROW, heads(HEAD)) == (
        '<tr class="x"><th scope="row" data-label="Body">Cyber Unit</th>'
        '<td class="num" data-label="Hits">3</td><td><a href="/">Go</a></td></tr>'
    )


def test_a_table_inside_a_cell_and_a_cell_over_several_columns_stay_as_they_are() -> None:
    inner = "<table><tr><td>1</td><td>2</td></tr></table>"
    rows = f'<tr><th colspan="2">Late</th><td>x</td></tr><tr><td>a</td><td>{inner}</td></tr>'
    assert labelled(rows, ("One", "Two", "Three")) == (
        '<tr><th colspan="2">Late</th><td data-label="Three">x</td></tr>'
        f'<tr><td data-label="One">a</td><td data-label="Two">{inner}</td></tr>'
    )


def test_a_title_with_signs_of_its_own_breaks_nothing() -> None:
    assert labelled("<tr><td>1</td></tr>", ('a "b" <c>',)) == (
        '<tr><td data-label="a &quot;b&quot; &lt;c&gt;">1</td></tr>'
    )


def test_a_blank_cell_has_nothing_to_say_its_column_of() -> None:
    assert labelled("<tr><td>1</td><td>\n </td><td></td><td>2</td></tr>", ("A", "B", "C", "D")) == (
        '<tr><td data-label="A">1</td><td>\n </td><td></td><td data-label="D">2</td></tr>'
    )


def test_a_whole_table_labels_its_rows_by_its_own_head() -> None:
    rows = '<tbody><tr><th scope="row">Chad</th><td>3</td></tr></tbody></table>'
    head = '<table class="stack"><thead><tr><th scope="col">Country</th><th scope="col">Hits</th></tr></thead>'
    assert stacked(head + rows) == head + (
        '<tbody><tr><th scope="row" data-label="Country">Chad</th><td data-label="Hits">3</td></tr></tbody></table>'
    )
    assert stacked("<table><tbody><tr><td>1</td></tr></tbody></table>") == (
        "<table><tbody><tr><td>1</td></tr></tbody></table>"
    )
