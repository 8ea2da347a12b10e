"""Knows how to write the solution of a state that stands in its own rate as straight-line code, for the kernel.

At the points of an interval x = fade x0 + G (d - e x): a linear system of seven unknowns for each patient. Eliminated
without pivoting: the matrix is one plus an integral and is taken in the order of time (a test compares it with a solver
that pivots). Without inner loops, and with rows a known distance apart in one flat array, the compiler makes of the
patients side by side a few vector instructions.
"""

from itertools import product

from daybreak.science.engine.filters import POINTS

_TEXT = """
@compiled
def solved(decays, gathers, kind, s, now, d, e, x, place, lanes):
{scalars}
    for l in range(lanes):
{body}
"""


def elimination(lanes: int) -> str:
    """The text of the function `solved`: x[place] from now[s], d and e, all flat, with rows of `lanes` patients."""
    later = range(1, POINTS)
    scalars = [f"f{r} = decays[kind, s, {r}]" for r in later]
    scalars += [f"g{r}{c} = gathers[kind, s, {r}, {c}]" for r, c in product(later, range(POINTS))]
    body = [f"n = now[s * {lanes} + l]"]
    body += [f"d{p}, e{p} = d[{p * lanes} + l], e[{p * lanes} + l]" for p in range(POINTS)]
    body.append("h = d0 - e0 * n")
    for r in later:
        body.append(f"b{r} = f{r} * n + g{r}0 * h + " + " + ".join(f"g{r}{c} * d{c}" for c in later))
        body += [f"a{r}{c} = {'1.0 + ' if r == c else ''}g{r}{c} * e{c}" for c in later]
    for c in later:
        body.append(f"i{c} = 1.0 / a{c}{c}")
        for r in range(c + 1, POINTS):
            body.append(f"m = a{r}{c} * i{c}")
            body += [f"a{r}{j} = a{r}{j} - m * a{c}{j}" for j in range(c + 1, POINTS)]
            body.append(f"b{r} = b{r} - m * b{c}")
    for r in reversed(later):
        rest = "".join(f" - a{r}{j} * x{j}" for j in range(r + 1, POINTS))
        body.append(f"x{r} = (b{r}{rest}) * i{r}")
    body += [f"x[place * {POINTS * lanes} + l] = n"]
    body += [f"x[place * {POINTS * lanes} + {p * lanes} + l] = x{p}" for p in later]
    return _TEXT.format(scalars=_lines(scalars, 4), body=_lines(body, 8))


def _lines(lines: list[str], spaces: int) -> str:
    return "\n".join(" " * spaces + line for line in lines)
