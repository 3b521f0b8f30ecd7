resource "aws_ssmcontacts_rotation" "days" {
  name         = "payments-days"
  contact_ids  = [for alias in var.order : aws_ssmcontacts_contact.person[alias].arn]
  time_zone_id = "Europe/Berlin"
  start_time   = var.first_hand_off
  tags         = var.tags

  recurrence {
    number_of_on_calls    = 1
    recurrence_multiplier = 1

    daily_settings {
      hour_of_day    = var.hand_off_hour
      minute_of_hour = 0
    }
  }
}

# Hand-offs on Monday and Thursday; somebody is on call on two days only. Give each day the same number of coverage_times:
# the provider reads days back in any order, and stops at a plan that has more of them on one day than on another.
resource "aws_ssmcontacts_rotation" "weeks" {
  name         = "payments-weeks"
  contact_ids  = [for alias in var.order : aws_ssmcontacts_contact.person[alias].arn]
  time_zone_id = "America/New_York"

  recurrence {
    number_of_on_calls    = 1
    recurrence_multiplier = 2

    weekly_settings {
      day_of_week = "MON"
      hand_off_time {
        hour_of_day    = var.hand_off_hour
        minute_of_hour = 30
      }
    }

    weekly_settings {
      day_of_week = "THU"
      hand_off_time {
        hour_of_day    = 17
        minute_of_hour = 0
      }
    }

    shift_coverages {
      map_block_key = "MON"
      coverage_times {
        start {
          hour_of_day    = 8
          minute_of_hour = 0
        }
        end {
          hour_of_day    = 17
          minute_of_hour = 0
        }
      }
    }

    shift_coverages {
      map_block_key = "WED"
      coverage_times {
        start {
          hour_of_day    = 8
          minute_of_hour = 0
        }
        end {
          hour_of_day    = 17
          minute_of_hour = 0
        }
      }
    }
  }
}

# Both at once, from the first of the month.
resource "aws_ssmcontacts_rotation" "months" {
  name         = "payments-months"
  contact_ids  = [for alias in var.order : aws_ssmcontacts_contact.person[alias].arn]
  time_zone_id = "UTC"

  recurrence {
    number_of_on_calls    = length(var.order)
    recurrence_multiplier = 1

    monthly_settings {
      day_of_month = 1
      hand_off_time {
        hour_of_day    = var.hand_off_hour
        minute_of_hour = 0
      }
    }
  }
}

# Whoever is on call in the rotations it is given. The provider has no argument for them: give them once, by the command that
# the output `give_rotations` shows. Until then the schedule engages nobody, and the timeline says so.
resource "aws_ssmcontacts_contact" "on_call" {
  alias        = "payments-on-call"
  display_name = "Payments on call"
  type         = "ONCALL_SCHEDULE"
  tags         = var.tags
  depends_on   = [data.aws_ssmincidents_replication_set.this]
}
