"""Words for what the trail holds of accounts."""

AUDIT = {
    "access.open_account": "开账号",
    "access.close_account": "停用账号",
    "access.reopen_account": "恢复账号",
    "access.remove_demo_account": "删除演示账号",
    "access.give_grant": "给角色",
    "access.end_grant": "收回角色",
    "access.issue_slip": "开启用单",
    "access.use_slip": "用启用单",
    "access.slip_failed": "启用单口令不对",
    "access.first_link": "打印第一次登录的链接",
    "access.change_password": "改密码",
    "access.demand_new_password": "要求换密码",
    "access.sign_in": "登录",
    "access.sign_in_failed": "登录失败",
    "access.sign_in_locked": "试得太多，暂停登录",
    "access.sign_out": "退出",
    "access.end_session": "退出一台设备",
    "access.end_sessions": "退出其他设备",
}
FIELDS = {
    "username": "用户名",
    "account_name": "姓名",
    "account_open": "启用",
    "role": "角色",
    "organisation": "组织",
    "narrowed": "限定到",
    "role_since": "从",
    "role_until": "到",
    "slip": "启用单",
    "device": "设备",
}
