"""The audits of the algebra families, by code that shares nothing with synth.

Every expression is multiplied out by the audits' own reader (`audit_terms.py`). An answer is put into the
question; that there is no other follows from the degree, the discriminant and the determinant.
"""

from __future__ import annotations

from audit_linear import inequality, linear
from audit_polynomials import polynomial
from audit_quadratics import quadratic
from audit_systems import system
from audit_terms import audited

AUDITS = {
    name: audited(audit)
    for name, audit in {
        "quadratic": quadratic,
        "polynomial": polynomial,
        "linear": linear,
        "system": system,
        "inequality": inequality,
    }.items()
}
