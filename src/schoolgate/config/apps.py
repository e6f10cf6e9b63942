"""Start-up: fills the registries that lower rooms offer."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.web import menu


class Start(AppConfig):
    """Runs once, when Django has loaded every room."""

    name = "schoolgate.config"

    def ready(self) -> None:
        menu.add(menu.Entry("Read the policy", route="policies:document", order=10))
        menu.add(menu.Entry("Ask", route="policies:ask", order=20))
        menu.add(menu.Entry("Compare", route="policies:compare", order=30))
