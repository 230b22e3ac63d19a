from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rightfit.keeping.matrix import Reader, reader_of
from rightfit.keeping.once import FIELD

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """Give a form its key: sent twice, it is answered once."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())


@register.simple_tag
def reader(record: str, **names: str) -> Reader:
    """Say who reads what is written here, in the words of the rule that enforces it."""
    return reader_of(record, **names)
