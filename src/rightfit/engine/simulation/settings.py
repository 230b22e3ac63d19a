"""The simulator's worlds: each parameter with its value, meaning and source, as data in `settings.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Parameter", "Setting", "UnknownSettingError", "parameters", "setting", "settings"]


class UnknownSettingError(LookupError):
    """There is no setting of this name; the message lists those that there are."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number of the base setting: what it is and where it comes from."""

    name: str
    value: float | tuple[float, float]
    what: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One world, with every number in it. Meanings and sources: `parameters()`."""

    name: str
    what: str
    therapists: int
    length_median: float
    length_log_sd: float
    length_least: int
    length_most: int
    client_mean: float
    client_sd: float
    client_rise: float
    share_therapist: float
    share_fit: float
    preferences: int
    preference_reliability: float
    style_reliability: float
    drift: float
    drift_sd: float
    session_sd: float
    item_sd: float
    rounding: float
    yes_sayers: float
    yes_shift: float
    yes_gain: float
    group_b: float
    group_b_masking: float
    group_b_missing: float
    therapist_mean: float
    therapist_sd: float
    therapist_rise: float
    levels_correlation: float
    therapist_drift_sd: float
    therapist_session_sd: float
    therapist_senses: float
    therapist_forms: int
    minor: float
    minor_low: float
    minor_high: float
    onset: float
    onset_slope: float
    depth: float
    depth_log_sd: float
    confrontation_depth: float
    withdrawal: float
    masking_withdrawal: tuple[float, float]
    masking_confrontation: tuple[float, float]
    awareness_withdrawal: tuple[float, float]
    awareness_confrontation: tuple[float, float]
    gradual: float
    gradual_least: int
    gradual_most: int
    repairable: float
    mends: float
    talk_effect: float
    missing_client: float
    missing_client_rupture: float
    skippers: float
    missing_therapist: float
    missed: float
    missed_withdrawal: float
    missed_confrontation: float
    cancelled: float
    thinned: int
    private: float
    yes_fine: float
    yes_minor: float
    yes_withdrawal: float
    yes_confrontation: float
    leaving: float
    leaving_early: float
    leaving_felt: float
    leaving_rupture: float
    leaving_therapist_sd: float
    transfer_warm: float
    transfer_cold: float
    distress_mean: float
    distress_sd: float
    distress_falls: float
    distress_felt: float
    distress_within: float
    distress_mended: float
    distress_session_sd: float
    load_sd: float
    load_client_sd: float
    load_rupture: float

    def but(self, **changes: Any) -> Setting:
        """Return this world with some numbers changed; TypeError for a number that it does not have."""
        return replace(self, **changes)


@cache
def _raw() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("settings.toml").read_text(encoding="utf-8"))


@cache
def parameters() -> tuple[Parameter, ...]:
    """Return every parameter of the base setting, with what it is and its source."""
    return tuple(
        Parameter(name=name, value=_value(row["value"]), what=row["what"], source=row["source"])
        for name, row in _raw()["parameters"].items()
    )


@cache
def settings() -> tuple[Setting, ...]:
    """Return every setting, the base setting first."""
    base = {parameter.name: parameter.value for parameter in parameters()}
    known = {field.name for field in fields(Setting)} - {"name", "what"}
    made = []
    for name, row in _raw()["settings"].items():
        changes = {key: _value(value) for key, value in row.items() if key != "what"}
        unknown = set(base) ^ known | set(changes) - known
        if unknown:
            message = f"settings.toml, {name}: {', '.join(sorted(unknown))} fits no parameter"
            raise ValueError(message)
        made.append(Setting(name=name, what=row["what"], **(base | changes)))
    return tuple(made)


def setting(name: str) -> Setting:
    """Return the setting of this name. Raises UnknownSettingError."""
    for one in settings():
        if one.name == name:
            return one
    message = f"no setting {name!r}; there are {', '.join(one.name for one in settings())}"
    raise UnknownSettingError(message)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
