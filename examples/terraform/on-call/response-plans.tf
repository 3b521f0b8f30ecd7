# The least there is: nothing but a title and an impact.
resource "aws_ssmincidents_response_plan" "bare" {
  name = "payments-bare"

  incident_template {
    title  = "Trouble with payments"
    impact = var.impact
  }

  depends_on = [data.aws_ssmincidents_replication_set.this]
}

resource "aws_ssmincidents_response_plan" "full" {
  name         = "payments"
  display_name = "Payments"
  chat_channel = var.topics.chat
  engagements  = [aws_ssmcontacts_contact.escalation.arn]
  tags         = var.tags

  incident_template {
    title         = "Payments are failing"
    impact        = var.impact
    summary       = var.summary
    dedupe_string = var.dedupe_string
    incident_tags = var.tags

    dynamic "notification_target" {
      for_each = var.topics.notifications
      content {
        sns_topic_arn = notification_target.value
      }
    }
  }

  dynamic "action" {
    for_each = var.runbook[*]
    content {
      ssm_automation {
        document_name    = action.value.document
        document_version = action.value.version
        role_arn         = action.value.role_arn
        target_account   = "RESPONSE_PLAN_OWNER_ACCOUNT"

        dynamic "parameter" {
          for_each = action.value.parameters
          content {
            name   = parameter.key
            values = parameter.value
          }
        }

        dynamic_parameters = {
          Incident = "INCIDENT_RECORD_ARN"
        }
      }
    }
  }

  dynamic "integration" {
    for_each = var.pagerduty[*]
    content {
      pagerduty {
        name       = "payments"
        service_id = integration.value.service_id
        secret_id  = integration.value.secret_id
      }
    }
  }

  depends_on = [aws_ssmcontacts_plan.escalation]
}
