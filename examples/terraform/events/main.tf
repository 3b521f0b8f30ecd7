# A bus, rules on it and on the default one, and an API that they call.

variable "bus" {
  type    = string
  default = "orders"
}

variable "description" {
  type    = string
  default = "What the shop tells"
}

variable "endpoint" {
  description = "Whom late orders are told to; the star is filled by the target."
  type        = string
  default     = "https://hooks.example.com/teams/*/late"
}

variable "api_key" {
  type      = string
  default   = "change-me"
  sensitive = true
}

variable "attempts" {
  description = "How often a delivery is tried again."
  type        = number
  default     = 20
}

variable "tags" {
  type    = map(string)
  default = { managed-by = "terraform" }
}

resource "aws_cloudwatch_event_bus" "this" {
  name        = var.bus
  description = var.description
  tags        = var.tags
}

resource "aws_cloudwatch_event_permission" "this" {
  event_bus_name = aws_cloudwatch_event_bus.this.name
  principal      = "210987654321"
  statement_id   = "shop"
}

resource "aws_cloudwatch_event_connection" "this" {
  name               = "hooks"
  description        = var.description
  authorization_type = "API_KEY"

  auth_parameters {
    api_key {
      key   = "x-api-key"
      value = var.api_key
    }
    invocation_http_parameters {
      header {
        key             = "x-sender"
        value           = "muster"
        is_value_secret = false
      }
    }
  }
}

resource "aws_cloudwatch_event_api_destination" "this" {
  name                             = "hooks"
  invocation_endpoint              = var.endpoint
  http_method                      = "POST"
  invocation_rate_limit_per_second = 10
  connection_arn                   = aws_cloudwatch_event_connection.this.arn
}

resource "aws_cloudwatch_event_rule" "late" {
  name           = "late"
  description    = var.description
  event_bus_name = aws_cloudwatch_event_bus.this.name
  event_pattern  = jsonencode({ source = ["shop"], detail = { state = ["late"] } })
  tags           = var.tags
}

resource "aws_cloudwatch_event_target" "late" {
  rule           = aws_cloudwatch_event_rule.late.name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  target_id      = "hooks"
  arn            = aws_cloudwatch_event_api_destination.this.arn

  input_transformer {
    input_paths    = { id = "$.detail.id" }
    input_template = "{\"order\":<id>}"
  }
  http_target {
    path_parameter_values   = ["payments"]
    query_string_parameters = { late = "yes" }
    header_parameters       = { x-team = "payments" }
  }
  retry_policy {
    maximum_retry_attempts       = var.attempts
    maximum_event_age_in_seconds = 3600
  }
  dead_letter_config {
    arn = "arn:aws:sqs:us-east-1:123456789012:late"
  }
}

resource "aws_cloudwatch_event_rule" "daily" {
  name                = "daily"
  schedule_expression = "cron(0 8 ? * MON-FRI *)"
}

resource "aws_cloudwatch_event_target" "daily" {
  rule      = aws_cloudwatch_event_rule.daily.name
  target_id = "bus"
  arn       = "arn:aws:logs:us-east-1:123456789012:log-group:/daily"
  input     = jsonencode({ report = "daily" })
}

output "bus_arn" {
  value = aws_cloudwatch_event_bus.this.arn
}
