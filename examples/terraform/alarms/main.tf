# Two metric alarms, and one that follows both while no deployment is under way.

variable "prefix" {
  type    = string
  default = "payments"
}

variable "actions" {
  description = "ARNs of what entering ALARM sets going: response plans, topics."
  type        = list(string)
  default     = []
}

variable "threshold" {
  description = "Seconds."
  type        = number
  default     = 2
}

variable "tags" {
  type    = map(string)
  default = { managed-by = "terraform" }
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  alarm_name          = "${var.prefix}-latency"
  alarm_description   = "The payment API is slow."
  namespace           = "Payments"
  metric_name         = "Latency"
  dimensions          = { Api = "payment" }
  extended_statistic  = "p99"
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  threshold           = var.threshold
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${var.prefix}-errors"
  evaluation_periods  = 2
  threshold           = 0.05
  comparison_operator = "GreaterThanOrEqualToThreshold"

  metric_query {
    id          = "rate"
    expression  = "errors / requests"
    label       = "Error rate"
    return_data = true
  }
  metric_query {
    id = "errors"
    metric {
      namespace   = "Payments"
      metric_name = "Errors"
      period      = 60
      stat        = "Sum"
    }
  }
  metric_query {
    id = "requests"
    metric {
      namespace   = "Payments"
      metric_name = "Requests"
      period      = 60
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "deployment" {
  alarm_name          = "${var.prefix}-deployment"
  namespace           = "Payments"
  metric_name         = "Deployments"
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
}

resource "aws_cloudwatch_composite_alarm" "down" {
  alarm_name    = "${var.prefix}-down"
  alarm_rule    = "ALARM(${aws_cloudwatch_metric_alarm.latency.alarm_name}) OR ALARM(${aws_cloudwatch_metric_alarm.errors.alarm_name})"
  alarm_actions = var.actions

  actions_suppressor {
    alarm            = aws_cloudwatch_metric_alarm.deployment.alarm_name
    wait_period      = 60
    extension_period = 120
  }
}

output "arn" {
  value = aws_cloudwatch_composite_alarm.down.arn
}
