resource "aws_ssmcontacts_contact" "escalation" {
  alias        = "payments-escalation"
  display_name = "Payments escalation"
  type         = "ESCALATION"
  tags         = var.tags
  depends_on   = [data.aws_ssmincidents_replication_set.this]
}

# Whoever is on call, then everybody one after another, and a last stage without anybody: a wait before the plan ends.
resource "aws_ssmcontacts_plan" "escalation" {
  contact_id = aws_ssmcontacts_contact.escalation.arn

  stage {
    duration_in_minutes = var.minutes

    target {
      contact_target_info {
        contact_id   = aws_ssmcontacts_contact.on_call.arn
        is_essential = true
      }
    }
  }

  dynamic "stage" {
    for_each = var.order
    content {
      duration_in_minutes = var.minutes

      target {
        contact_target_info {
          contact_id   = aws_ssmcontacts_contact.person[stage.value].arn
          is_essential = true
        }
      }
    }
  }

  stage {
    duration_in_minutes = 1
  }
}
