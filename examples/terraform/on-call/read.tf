# What another configuration would read, by the ARN alone.
data "aws_ssmcontacts_contact" "escalation" {
  arn = aws_ssmcontacts_contact.escalation.arn
}

data "aws_ssmcontacts_contact" "on_call" {
  arn = aws_ssmcontacts_contact.on_call.arn
}

data "aws_ssmcontacts_contact_channel" "mail" {
  for_each = aws_ssmcontacts_contact_channel.mail
  arn      = each.value.arn
}

data "aws_ssmcontacts_plan" "escalation" {
  contact_id = aws_ssmcontacts_plan.escalation.contact_id
}

data "aws_ssmcontacts_rotation" "weeks" {
  arn = aws_ssmcontacts_rotation.weeks.arn
}

data "aws_ssmincidents_response_plan" "full" {
  arn = aws_ssmincidents_response_plan.full.arn
}

output "response_plan_arn" {
  description = "The target for rules and alarms."
  value       = data.aws_ssmincidents_response_plan.full.arn
}

output "not_activated" {
  description = "Channels that page nobody until they are activated."
  value       = [for channel in data.aws_ssmcontacts_contact_channel.mail : channel.arn if channel.activation_status != "ACTIVATED"]
}

output "give_rotations" {
  description = "Gives the schedule its rotation; to be run once, and again when the rotation was replaced."
  value       = "aws ssm-contacts update-contact --contact-id ${aws_ssmcontacts_contact.on_call.arn} --plan '{\"RotationIds\":[\"${aws_ssmcontacts_rotation.days.arn}\"]}'"
}

output "read_back" {
  description = "The rest of what was read, by data source."
  value = {
    replication_set = data.aws_ssmincidents_replication_set.this.status
    escalation      = data.aws_ssmcontacts_contact.escalation.display_name
    schedule        = data.aws_ssmcontacts_contact.on_call.type
    stages          = length(data.aws_ssmcontacts_plan.escalation.stage)
    coverages       = length(data.aws_ssmcontacts_rotation.weeks.recurrence[0].shift_coverages)
    impact          = data.aws_ssmincidents_response_plan.full.incident_template[0].impact
  }
}
