"""The Markdown of docs/performance.md."""

from bench.ledger import report, tables
from bench.ledger.aims import ratios
from bench.ledger.figures import Figure, Sample


def test_the_document_is_told_as_figures_and_ratios() -> None:
    figures = {
        name: Figure(name, name, "/s", "command", [Sample(rate, 1)])
        for name, rate in (("post_8", 3000.4), ("function_8", 4000.0))
    }
    found = report.document(figures.values(), ratios(figures), settings={}, commands={"run": "x"})
    text = tables.markdown(found)
    assert "| `post_8` | 3,000 | 3,000 | 3,000 |" in text
    assert "| `post_vs_function` | 0.75 | 0.75 – 0.75 | ≥ 0.7 | met |" in text
