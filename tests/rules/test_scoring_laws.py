"""What holds of every 细则 for any figures at all: sums, order, caps, places, vetoes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.applies import Person, Who
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.items import (
    Deduction,
    Forfeit,
    GroupAverage,
    Highest,
    Level,
    Percentage,
    PerEvent,
    Place,
    Punctuality,
    RankTable,
    Threshold,
)
from yanxiu_tui.rules.scoring import VETOED, Band, Scheme, State, Ties, rank, score

NOBODY = frozenset()


def d(number):
    return Decimal(str(number))


def said(name, **more):
    return {"id": name, "name": name, "measure": "absent", "clause": UNSAID, **more}


COUNT = st.integers(0, 30).map(Decimal)
MAYBE = st.none() | st.tuples(COUNT)
RULES = Scheme(
    items=[
        Deduction(**said("absent"), full=d(10), each=d("1.5")),
        Percentage(**said("rate", missing="pending"), full=d(30), out_of=d(7)),
        RankTable(**said("lessons"), places=[Place(2, d(10)), Place(4, d(5))], otherwise=d(1)),
        GroupAverage(**said("notes"), full=d(10), each=d("0.7")),
        Threshold(
            **said("open", who=[Who(age_below=45)], not_for="full"), at_least=d(3), full=d(4)
        ),
        Forfeit(**said("late"), full=d(5), at=d(4)),
        Punctuality(**said("papers"), due=3, on_time=d(2), late=d(1), incomplete=d("0.5")),
        PerEvent(**said("tasks", unit="课时"), each=d(3), most=d(40), least=d(9)),
        Highest(**said("prizes", bonus=True), levels=[Level("县", d(5)), Level("市", d(10))]),
        PerEvent(**said("extra", bonus=True), each=d("0.33")),
    ],
    base=d("20.005"),
    bonus_most=d("12.505"),
    units={"课时": d("0.37")},
    bands=[Band("优", share=d("0.3")), Band("良", at_least=d(60)), Band("中")],
    ties=Ties(by=["absent", "lessons"]),
)
PERSON = st.fixed_dictionaries(
    {"age": st.none() | st.integers(40, 50), "research_group": st.sampled_from(["语", "数", ""])}
)
SCHOOL = st.lists(
    st.tuples(
        PERSON,
        st.fixed_dictionaries(
            {
                **{item.id: MAYBE for item in RULES.items},
                "papers": st.none() | st.tuples(COUNT, COUNT, COUNT),
                "prizes": st.none() | st.tuples(COUNT, COUNT),
            }
        ),
    ),
    min_size=1,
    max_size=8,
)


def of(school, order=None):
    """Everybody's results by person, and (place, grade) by person, computed in any order."""
    order = order or list(range(len(school)))
    people = [Person(number + 1, f"{number:03}", **school[number][0]) for number in order]
    table = {
        item.id: {number + 1: school[number][1][item.id] for number in order}
        for item in RULES.items
    }
    results = score(RULES, people, table)
    places = {
        each.result.person.id: (each.place, each.grade) for each in rank(RULES, results, NOBODY)
    }
    return {result.person.id: result for result in results}, places


@given(SCHOOL)
def test_what_an_explanation_lists_adds_up_to_the_score_exactly(school):
    for result in of(school)[0].values():
        listed = [each.points for each in result.items]
        assert result.base + sum(listed) + result.bonus_cut + result.rescaled == result.score
        assert result.score == result.score.quantize(d("0.01"))


@given(SCHOOL, st.data())
def test_in_which_order_people_come_changes_nobody_s_score_place_or_grade(school, data):
    shuffled = data.draw(st.permutations(range(len(school))))
    assert of(school, shuffled) == of(school)


@given(SCHOOL)
def test_no_item_passes_its_cap_or_its_floor_in_its_own_unit(school):
    least, most = d("3.33"), d("14.8")  # 9 and 40 class-hours
    for result in of(school)[0].values():
        for item, given_points in zip(RULES.items, result.items, strict=True):
            if item.id == "tasks" and given_points.state is State.COUNTED:
                assert least <= given_points.points <= most


@given(SCHOOL)
def test_what_does_not_count_gives_no_points_and_what_is_missing_never_counts(school):
    for number, result in of(school)[0].items():
        for item, given_points in zip(RULES.items, result.items, strict=True):
            if given_points.state is not State.COUNTED:
                assert given_points.points == 0
            if school[number - 1][1][item.id] is None and not item.who:
                assert given_points.state is State(item.missing)


@given(SCHOOL, st.integers(1, 10))
def test_more_absences_never_raise_a_score(school, more):
    known, counts = school[0]
    if counts["absent"] is None:
        counts = {**counts, "absent": (Decimal(0),)}
    worse = {**counts, "absent": (counts["absent"][0] + more,)}
    before, after = (of([(known, each), *school[1:]])[0][1] for each in (counts, worse))
    assert after.score <= before.score


@given(SCHOOL)
def test_a_better_score_never_has_a_worse_place(school):
    results, places = of(school)
    placed = {number: place for number, (place, _) in places.items() if place}
    for one in placed:
        for other in placed:
            if results[one].score > results[other].score:
                assert placed[one] < placed[other]


@given(SCHOOL)
def test_equal_merit_shares_the_place_and_the_grade(school):
    results, places = of([*school, school[0]])
    first, last = results[1], results[len(school) + 1]
    assert (first.score, places[1]) == (last.score, places[len(school) + 1])


@given(SCHOOL, st.sets(st.integers(1, 8)))
def test_a_veto_changes_nobody_s_score(school, vetoed):
    results = list(of(school)[0].values())
    listed = rank(RULES, results, frozenset(vetoed))
    assert sorted(each.result.person.id for each in listed) == list(range(1, len(school) + 1))
    assert all(each.result in results for each in listed)
    assert all(
        (each.grade == VETOED and each.place is None) is (each.result.person.id in vetoed)
        for each in listed
    )


@given(st.lists(COUNT, min_size=1, max_size=12))
def test_a_place_is_one_more_than_how_many_have_done_better(counts):
    scheme = Scheme(items=[PerEvent(**said("points"), each=d(1))])
    people = [Person(number, f"{number:03}") for number in range(len(counts))]
    results = score(scheme, people, {"points": {n: (each,) for n, each in enumerate(counts)}})
    places = {each.result.person.id: each.place for each in rank(scheme, results, NOBODY)}
    for number, each in enumerate(counts):
        assert places[number] == 1 + sum(other > each for other in counts)
