"""Addresses of this app."""

from django.urls import path

from lianxin.backoffice.views import accounts, backups, fonts, grants, house, jobs, parameters, trail

app_name = "backoffice"
urlpatterns = [
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/new/", accounts.open_account, name="open_account"),
    path("accounts/<uuid:pk>/", accounts.account, name="account"),
    path("accounts/<uuid:pk>/slip/", accounts.slip, name="slip"),
    path("accounts/<uuid:pk>/close/", accounts.close_account, name="close_account"),
    path("accounts/<uuid:pk>/reopen/", accounts.reopen_account, name="reopen_account"),
    path("accounts/<uuid:pk>/new-password/", accounts.demand_password, name="demand_password"),
    path("accounts/<uuid:pk>/roles/new/", grants.give, name="give_role"),
    path("roles/<uuid:pk>/end/", grants.end, name="end_role"),
    path("trail/", trail.entry_list, name="trail"),
    path("trail/<uuid:pk>/", trail.entry, name="entry"),
    path("chains/", trail.chain_list, name="chains"),
    path("chains/verify/", trail.verify, name="verify_chains"),
    path("roles/", house.roles, name="roles"),
    path("parameters/", parameters.parameter_list, name="parameters"),
    path("parameters/<slug:code>/", parameters.parameter_page, name="parameter"),
    path("parameters/<slug:code>/set/", parameters.set_parameter, name="set_parameter"),
    path("parameters/<slug:code>/<uuid:pk>/withdraw/", parameters.withdraw_parameter, name="withdraw_parameter"),
    path("backups/", backups.backups, name="backups"),
    path("backups/new/", backups.back_up, name="back_up"),
    path("backups/restore-sheet/", backups.restore_sheet, name="restore_sheet"),
    path("backups/key-sheet/", backups.key_sheet, name="key_sheet"),
    path("backups/<str:name>/file/", backups.carry, name="backup_file"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/cancel/", jobs.cancel, name="cancel_job"),
    path("jobs/<uuid:pk>/retry/", jobs.retry, name="retry_job"),
    path("schedules/", jobs.schedules, name="schedules"),
    path("schedules/<str:code>/", jobs.change_schedule, name="change_schedule"),
    path("schedules/<str:code>/run/", jobs.run_schedule, name="run_schedule"),
    path("fonts/", fonts.font_list, name="fonts"),
    path("fonts/sample.png", fonts.sample, name="font_sample"),
    path("installation/", house.installation, name="installation"),
]
