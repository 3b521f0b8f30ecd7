# Contacts need a replication set: ../replication-set makes it. Reading it here says so before anything is created.
data "aws_ssmincidents_replication_set" "this" {}

resource "aws_ssmcontacts_contact" "person" {
  for_each     = var.people
  alias        = each.key
  display_name = each.value.name
  type         = "PERSONAL"
  tags         = var.tags
  depends_on   = [data.aws_ssmincidents_replication_set.this]
}

# Terraform makes channels without sending a code. Activate each of them once:
#   aws ssm-contacts send-activation-code --contact-channel-id ARN
#   aws ssm-contacts activate-contact-channel --contact-channel-id ARN --activation-code CODE
resource "aws_ssmcontacts_contact_channel" "mail" {
  for_each   = var.people
  contact_id = aws_ssmcontacts_contact.person[each.key].arn
  name       = "mail"
  type       = "EMAIL"

  delivery_address {
    simple_address = each.value.email
  }
}

# A mail at once, repeated every other minute.
resource "aws_ssmcontacts_plan" "person" {
  for_each   = var.people
  contact_id = aws_ssmcontacts_contact.person[each.key].arn

  stage {
    duration_in_minutes = var.minutes

    target {
      channel_target_info {
        contact_channel_id        = aws_ssmcontacts_contact_channel.mail[each.key].arn
        retry_interval_in_minutes = 2
      }
    }
  }
}
