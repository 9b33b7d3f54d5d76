from __future__ import annotations

from django.urls import URLPattern, path

from clusterdynamics_web.stories.views import capture, coding, listing, panels, picture, telling

_STORIES = "r/<slug:region>/s/<slug:study>/stories/"

urlpatterns: list[URLPattern] = [
    path("story/<str:code>/", telling.tell, name="story_tell"),
    path("my-story/", telling.mine, name="story_mine"),
    path("my-story/link/", telling.another_link, name="story_another_link"),
    path("my-story/withdraw/", telling.withdraw, name="story_withdraw"),
    path("my-story/<str:token>/", telling.exchange, name="story_link"),
    path(_STORIES, listing.every, name="stories"),
    path(f"{_STORIES}export/", listing.export, name="stories_export"),
    path(f"{_STORIES}links/", capture.doors, name="story_doors"),
    path(f"{_STORIES}links/<int:number>/close/", capture.close, name="story_door_close"),
    path(f"{_STORIES}interview/<str:code>/", capture.interview, name="story_interview"),
    path(f"{_STORIES}themes/", coding.themes, name="story_themes"),
    path(f"{_STORIES}themes/<str:theme>/", coding.theme, name="story_theme"),
    path(f"{_STORIES}agreement/", coding.agreement, name="story_agreement"),
    path(f"{_STORIES}loops/", picture.loops, name="story_loops"),
    path(f"{_STORIES}loops.svg", picture.drawing, name="story_loops_picture"),
    path(f"{_STORIES}panels/", panels.every, name="story_panels"),
    path(f"{_STORIES}panels/new/", panels.new, name="story_panel_new"),
    path(f"{_STORIES}panels/<slug:key>/", panels.show, name="story_panel"),
    path(f"{_STORIES}panels/<slug:key>/choose/", panels.choose, name="story_panel_choose"),
    path(f"{_STORIES}panels/<slug:key>/finish/", panels.finish, name="story_panel_finish"),
    path(f"{_STORIES}one/<str:code>/", coding.story, name="story"),
    path(f"{_STORIES}one/<str:code>/theme/", coding.add_theme, name="story_code"),
    path(f"{_STORIES}one/<str:code>/claim/", coding.add_claim, name="story_claim"),
    path(f"{_STORIES}one/<str:code>/unmark/", coding.unmark, name="story_unmark"),
    path(f"{_STORIES}one/<str:code>/team/", listing.team, name="story_team"),
]
