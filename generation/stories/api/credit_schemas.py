"""Answers about credits: the balance, and receipts."""

from rest_framework import serializers as s

from generation.stories.api.schemas import Quote, nullable


class Receipt(s.Serializer):
    id = s.CharField()
    holdId = s.CharField()
    jobId = nullable(s.CharField)
    quote = Quote()
    outcome = s.CharField()
    captured = s.IntegerField()
    released = s.IntegerField()
    lapsed = s.IntegerField()
    refunded = s.IntegerField()
    refunds = s.JSONField()
    reason = s.CharField()
    createdAt = s.DateTimeField()


class ReceiptAnswer(s.Serializer):
    receipt = Receipt(allow_null=True)


class ReceiptPage(s.Serializer):
    receipts = Receipt(many=True)
    nextCursor = nullable(s.CharField)


class CreditBalance(s.Serializer):
    balance = s.IntegerField()
    monthlyBucketAllocated = s.IntegerField()
    monthlyBucketUsed = s.IntegerField()
    monthlyBucketRemaining = s.IntegerField()
    perpetualBalance = s.IntegerField()
    cycleStartedAt = nullable(s.DateTimeField)
    cycleExpiresAt = nullable(s.DateTimeField)


class CreditsAnswer(s.Serializer):
    credits = CreditBalance()
