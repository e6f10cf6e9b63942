"""Pages of access, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.access.views import (
    candidates,
    checklists,
    checks,
    credentials,
    declarations,
    guests,
    hub,
    mail,
    places,
    register,
    reviews,
    sightings,
)

app_name = "access"
urlpatterns = [
    path("access/", hub.access, name="access"),
    path("access/administrators/", credentials.credential_list, name="credentials"),
    path("access/administrators/<int:pk>/", credentials.credential, name="credential"),
    path("access/candidates/", candidates.candidate_list, name="candidates"),
    path("access/checks/", checks.check_list, name="checks"),
    path("access/guests/", guests.guest_list, name="guests"),
    path("access/guests/new/", guests.invite, name="guest-new"),
    path("access/guests/<int:pk>/", guests.guest, name="guest"),
    path("access/joiners/", checklists.joiners, name="joiners"),
    path("access/leavers/", checklists.leavers, name="leavers"),
    path("access/lists/<int:pk>/", checklists.checklist, name="checklist"),
    path("access/links/", declarations.declaration_list, name="declarations"),
    path("access/links/new/", declarations.declare, name="declare"),
    path("access/links/<int:pk>/", declarations.declaration, name="declaration"),
    path("access/mail/", mail.mail_list, name="mail"),
    path("access/mail/mine/", mail.my_mail, name="my-mail"),
    path("access/places/", places.place_list, name="places"),
    path("access/places/<int:pk>/", places.place, name="place"),
    path("access/reviews/", reviews.review_list, name="reviews"),
    path("access/reviews/<int:pk>/", reviews.review, name="review"),
    path("access/rights/", register.rights, name="rights"),
    path("access/rights/change/", register.rights_change, name="rights-change"),
    path("access/rights/file/", register.rights_file, name="rights-file"),
    path("access/rights/mine/", register.my_rights, name="my-rights"),
    path("access/rights/people/<int:pk>/", register.person_rights, name="person-rights"),
    path("access/saw-something/", sightings.sighting_list, name="sightings"),
    path("access/saw-something/<int:pk>/", sightings.sighting, name="sighting"),
    path("access/ways-in/", sightings.routes, name="routes"),
]
