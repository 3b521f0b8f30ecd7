# A role that runbooks of response plans act as, and what it may.

variable "name" {
  type    = string
  default = "runbooks"
}

variable "description" {
  type    = string
  default = "Runbooks of response plans"
}

variable "max_session_duration" {
  description = "Seconds that a session of it may last."
  type        = number
  default     = 3600
}

variable "topics" {
  description = "Topics to which its runbooks may publish."
  type        = list(string)
  default     = ["*"]
}

variable "tags" {
  type    = map(string)
  default = { managed-by = "terraform" }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ssm-incidents.amazonaws.com", "ssm.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = "/muster/"
  description          = var.description
  max_session_duration = var.max_session_duration
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  tags                 = var.tags
}

data "aws_iam_policy_document" "start" {
  statement {
    actions   = ["ssm:StartAutomationExecution"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "start" {
  name   = "start-runbooks"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.start.json
}

data "aws_iam_policy_document" "publish" {
  statement {
    actions   = ["sns:Publish"]
    resources = var.topics
  }
}

resource "aws_iam_policy" "publish" {
  name   = "${var.name}-publish"
  path   = "/muster/"
  policy = data.aws_iam_policy_document.publish.json
  tags   = var.tags
}

resource "aws_iam_role_policy_attachment" "publish" {
  role       = aws_iam_role.this.name
  policy_arn = aws_iam_policy.publish.arn
}

resource "aws_iam_role_policy_attachment" "resolver" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AWSIncidentManagerResolverAccess"
}

output "arn" {
  value = aws_iam_role.this.arn
}

output "policy_arn" {
  value = aws_iam_policy.publish.arn
}
