"""The kinds of owners of results that are no local government, as ``agency_type`` names them."""

from __future__ import annotations

PROVINCE = "จังหวัด"
DEPARTMENT = "ส่วนราชการ"
"""Departments, ministries and offices of the state."""
SCHOOL = "โรงเรียน"
HOSPITAL = "โรงพยาบาล"
UNIVERSITY = "มหาวิทยาลัย"
OTHER = "อื่น ๆ"
OTHER_OWNERS = (PROVINCE, DEPARTMENT, SCHOOL, HOSPITAL, UNIVERSITY, OTHER)
