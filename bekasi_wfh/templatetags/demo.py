"""What only a demo shows: its accounts at sign-in and the code of the second factor."""

from django import template

from bekasi_wfh.demo.accounts import PASSWORD, current_code, demo_accounts

register = template.Library()


@register.simple_tag
def demo_sign_in():
    """Return the demo accounts and their shared password; no accounts outside a demo."""
    return {"accounts": demo_accounts(), "password": PASSWORD}


@register.simple_tag(takes_context=True)
def demo_code(context):
    """Return the current code of the demo account that is signing in, "" for anybody else."""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage else request.user
    return current_code(user if user is not None and user.is_authenticated else None)
