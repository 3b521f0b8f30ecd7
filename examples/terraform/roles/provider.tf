terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

variable "muster_url" {
  description = "Where Muster answers."
  type        = string
  default     = "http://127.0.0.1:4560"
}

variable "region" {
  description = "The Region that calls are signed for; roles are in none."
  type        = string
  default     = "us-east-1"
}

# The access key comes from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from a profile: never from this file.
provider "aws" {
  region                  = var.region
  skip_metadata_api_check = true

  endpoints {
    iam = var.muster_url
    sts = var.muster_url
  }
}
