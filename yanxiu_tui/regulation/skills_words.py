"""The 业务考核 and 证书 of a 制度 in words, each with its clause."""

from collections.abc import Iterator

from yanxiu_tui.regulation.phrases import condition, plain, ruled, who_says
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.skills import Skill


def skills(regulation: Regulation) -> Iterator[str]:
    """Who is tested, what passes, how often one may try again."""
    for skill in regulation.skills:
        yield from ruled(f"{skill.name}：{'，'.join(_said(skill, regulation))}", skill.clause)


def _said(skill: Skill, regulation: Regulation) -> Iterator[str]:
    yield f"{who_says(skill.who)}参加"
    if skill.age_on:
        yield f"年龄按学年内 {skill.age_on} 算"
    yield f"满分 {plain(skill.full)}，{plain(skill.passing)} 分合格"
    yield f"不合格的可补考 {skill.retakes} 次" if skill.retakes else "不补考"
    claim = regulation.claim_kind(skill.claim)
    if claim:
        yield f"结果登记为「{claim.name}」"


def certificate(regulation: Regulation) -> Iterator[str]:
    """What a certificate entry takes."""
    rule = regulation.certificate
    if rule is None:
        return
    said = "，".join(condition(regulation, each) for each in rule.conditions)
    yield from ruled(f"{rule.name}：每学年登记一次，{said or '由主管处室认定'}", rule.clause)
