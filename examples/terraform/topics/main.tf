# A topic, to which alarms, rules and response plans can publish, and who hears of it.

variable "name" {
  type    = string
  default = "operations"
}

variable "display_name" {
  description = "What people read as the sender of its mails and text messages."
  type        = string
  default     = "Operations"
}

variable "phones" {
  description = "Telephone numbers: subscribed at once."
  type        = set(string)
  default     = []
}

variable "mails" {
  description = "Mail addresses: asked by mail, and nothing else goes there before somebody has said yes."
  type        = set(string)
  default     = []
}

variable "hooks" {
  description = "Addresses over HTTPS: asked by a POST, as SNS asks."
  type        = set(string)
  default     = []
}

variable "team" {
  description = "Only messages with this attribute go to the hooks."
  type        = string
  default     = "payments"
}

variable "tags" {
  type    = map(string)
  default = { managed-by = "terraform" }
}

resource "aws_sns_topic" "this" {
  name              = var.name
  display_name      = var.display_name
  signature_version = 2
  tags              = var.tags
}

resource "aws_sns_topic_subscription" "phone" {
  for_each  = var.phones
  topic_arn = aws_sns_topic.this.arn
  protocol  = "sms"
  endpoint  = each.value
}

resource "aws_sns_topic_subscription" "mail" {
  for_each  = var.mails
  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.value
}

resource "aws_sns_topic_subscription" "hook" {
  for_each             = var.hooks
  topic_arn            = aws_sns_topic.this.arn
  protocol             = "https"
  endpoint             = each.value
  raw_message_delivery = true
  filter_policy        = jsonencode({ team = [var.team] })

  delivery_policy = jsonencode({
    healthyRetryPolicy = { numRetries = 5, minDelayTarget = 5, maxDelayTarget = 60 }
  })
}

output "arn" {
  value = aws_sns_topic.this.arn
}
