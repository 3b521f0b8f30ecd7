variable "people" {
  description = "Who can be paged: alias, with the name shown (none: the alias) and the address of the mails."
  type = map(object({
    name  = optional(string)
    email = string
  }))
  default = {
    ana = { name = "Ana", email = "ana@example.com" }
    bo  = { name = "Bo", email = "bo@example.com" }
  }
}

variable "order" {
  description = "Aliases, in the order in which they are tried and in which they take turns."
  type        = list(string)
  default     = ["ana", "bo"]
}

variable "minutes" {
  description = "How long somebody has for an answer before the next person is tried; 0 to 30."
  type        = number
  default     = 5
}

variable "impact" {
  description = "1 critical, 2 high, 3 medium, 4 low, 5 informational."
  type        = number
  default     = 2
}

variable "hand_off_hour" {
  description = "The hour at which turns end, in the rotation's time zone."
  type        = number
  default     = 9
}

variable "first_hand_off" {
  description = "When the first turn of the daily rotation begins."
  type        = string
  default     = "2026-01-05T08:00:00Z"
}

variable "summary" {
  description = "What is known of an incident before anybody has looked."
  type        = string
  default     = "Customers cannot pay."
}

variable "dedupe_string" {
  description = "Triggers with this string are one incident as long as it is open."
  type        = string
  default     = "payments"
}

# Kept by Muster and not acted upon yet; each incident's timeline says so.

variable "topics" {
  description = "ARNs of SNS topics: where the chat happens, and who else is told."
  type = object({
    chat          = optional(set(string), [])
    notifications = optional(set(string), [])
  })
  default = {}
}

variable "runbook" {
  description = "The Automation document that an incident starts, the role it runs as, and its parameters."
  type = object({
    document   = string
    version    = optional(string)
    role_arn   = string
    parameters = optional(map(set(string)), {})
  })
  default = null
}

variable "pagerduty" {
  type = object({
    service_id = string
    secret_id  = string
  })
  default = null
}

variable "tags" {
  type    = map(string)
  default = { managed-by = "terraform", team = "payments" }
}
