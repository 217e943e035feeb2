from django import template

from shop.statistics import charts

register = template.Library()
register.simple_tag(charts.bar)
