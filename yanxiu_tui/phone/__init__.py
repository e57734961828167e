"""The page a phone opens from the QR of 签到台: one of the three doors."""
