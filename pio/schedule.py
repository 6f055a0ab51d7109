"""What beat orders, and when, in Oslo's time; a task that comes too late expires where the next one does its work."""

from celery.schedules import crontab

PERIODIC: dict[str, dict[str, object]] = {
    "advising-sick-days": {
        "task": "advising.tasks.sick_days.carry_out_sick_days",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "course-offers": {"task": "courses.tasks.sweep_offers", "schedule": crontab(minute="*/5")},
    "course-surveys": {"task": "courses.tasks.send_surveys", "schedule": crontab(hour="9-19", minute=15)},
    "figures-months": {"task": "stats.tasks.let_months_out", "schedule": crontab(hour=6, minute=50)},
    "figures-reports": {"task": "stats.tasks.send_reports", "schedule": crontab(hour=7, minute=25)},
    "figures-resume": {"task": "stats.tasks.resume_publications", "schedule": 120.0, "options": {"expires": 120}},
    "figures-tidy": {"task": "stats.tasks.tidy", "schedule": crontab(hour=4, minute=25)},
    "forget": {"task": "pio.core.tasks.forget", "schedule": crontab(hour=3, minute=10)},
    "idle-accounts": {"task": "pio.accounts.tasks.warn_idle", "schedule": crontab(hour=7, minute=5)},
    "groups-look-after": {"task": "groups.tasks.look_after_groups", "schedule": 300.0, "options": {"expires": 300}},
    "groups-plan": {"task": "groups.tasks.plan_ahead", "schedule": crontab(hour=5, minute=20)},
    "heartbeat": {"task": "pio.core.tasks.heartbeat", "schedule": 10.0, "options": {"expires": 10}},
    "load-closures": {"task": "pio.scheduling.tasks.load_closures", "schedule": crontab(day_of_month=2, hour=4)},
    "publish-quotes": {"task": "platform_stories.tasks.publish_due", "schedule": crontab(hour=4, minute=40)},
    "stories-scrub": {"task": "platform_stories.tasks.scrub", "schedule": crontab(hour=3, minute=40)},
    "messages-due": {"task": "pio.messaging.tasks.send_due", "schedule": 30.0, "options": {"expires": 30}},
}
