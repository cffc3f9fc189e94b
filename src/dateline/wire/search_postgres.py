"""A query in PostgreSQL's own words: a condition and a rank over the table that ``search_tables.py`` keeps."""

from dateline.wire.core.asked import Query, Term


def condition(query: Query) -> tuple[str, str, list[str]]:
    """SQL that is true of a match, SQL of its rank, and the values that each of them takes."""
    groups = [f"({' || '.join(_term(term) for term in group)})" for group in query.wanted]
    groups += [f"(!! {_term(term)})" for term in query.unwanted]
    said = f"({' && '.join(groups)})"
    values = [value for group in (*query.wanted, query.unwanted) for term in group for value in _values(term)]
    return f"wire_search.words @@ {said}", f"ts_rank(wire_search.words, {said})", values


def _term(term: Term) -> str:
    whole = "phraseto_tsquery('simple', wire_spelled(%s))"
    if not term.is_beginning:
        return whole
    last = (
        "(SELECT CASE WHEN btrim(said) = '' THEN ''::tsquery ELSE "
        "to_tsquery('simple', '''' || btrim(said) || ''':*') END FROM (SELECT wire_spelled(%s) AS said) AS spelled)"
    )
    return f"({whole} <-> {last})" if len(term.tokens) > 1 else last


def _values(term: Term) -> list[str]:
    if not term.is_beginning:
        return [" ".join(term.tokens)]
    return [*([" ".join(term.tokens[:-1])] if len(term.tokens) > 1 else []), term.tokens[-1]]
