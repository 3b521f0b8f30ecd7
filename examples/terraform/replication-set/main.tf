# One an account: everything else belongs to it, and destroying it erases all of that. Hence a configuration of its own.

variable "regions" {
  description = "Region names; one of them should be the one in which people lie."
  type        = set(string)
  default     = ["us-east-1"]
}

variable "tags" {
  type    = map(string)
  default = { managed-by = "terraform" }
}

resource "aws_ssmincidents_replication_set" "this" {
  dynamic "region" {
    for_each = var.regions
    content {
      name = region.value
    }
  }

  tags = var.tags
}

output "arn" {
  value = aws_ssmincidents_replication_set.this.arn
}
