namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Where Azure Service Bus, its client and the Functions trigger are documented.</summary>
internal static class ServiceBusPages
{
    private const string Messaging = "https://learn.microsoft.com/azure/service-bus-messaging/";
    private const string Functions = "https://learn.microsoft.com/azure/azure-functions/";
    private const string Api = "https://learn.microsoft.com/dotnet/api/azure.messaging.servicebus.";

    public const string Receiving = Messaging + "message-transfers-locks-settlement#settling-receive-operations";
    public const string Sequencing = Messaging + "message-sequencing";
    public const string Scheduled = Messaging + "message-sequencing#scheduled-messages";
    public const string Duplicates = Messaging + "duplicate-detection#how-it-works";
    public const string DuplicateWindow = Messaging + "duplicate-detection#duplicate-detection-window-size";
    public const string Expiration = Messaging + "message-expiration";
    public const string Browsing = Messaging + "message-browsing";
    public const string Payloads = Messaging + "service-bus-messages-payloads";
    public const string AmqpTypes = Messaging + "service-bus-amqp-protocol-guide";
    public const string Quotas = Messaging + "service-bus-quotas";
    public const string DeadLetters = Messaging + "service-bus-dead-letter-queues#the-dead-letter-queue";
    public const string MaximumDeliveries = Messaging + "service-bus-dead-letter-queues#maximum-delivery-count";
    public const string DeadLettering = Messaging + "service-bus-dead-letter-queues#application-level-dead-lettering";
    public const string DeadLetterPath = Messaging + "service-bus-dead-letter-queues#path-to-the-dead-letter-queue";
    public const string Resubmission = Messaging + "service-bus-dead-letter-queues#sending-dead-lettered-messages-to-be-reprocessed";

    public const string ApplicationProperties = Api + "servicebusmessage.applicationproperties";
    public const string MessageId = Api + "servicebusmessage.messageid";
    public const string MessageCopy = Api + "servicebusmessage.-ctor";
    public const string SendMessages = Api + "servicebussender.sendmessagesasync";
    public const string CreateBatch = Api + "servicebussender.createmessagebatchasync";
    public const string TryAddMessage = Api + "servicebusmessagebatch.tryaddmessage";
    public const string CancelScheduled = Api + "servicebussender.cancelscheduledmessageasync";
    public const string ReceiveMessages = Api + "servicebusreceiver.receivemessagesasync";
    public const string ReceiveMode = Api + "servicebusreceivemode";
    public const string CompleteMessage = Api + "servicebusreceiver.completemessageasync";
    public const string AbandonMessage = Api + "servicebusreceiver.abandonmessageasync";
    public const string RenewLock = Api + "servicebusreceiver.renewmessagelockasync";
    public const string PeekMessages = Api + "servicebusreceiver.peekmessagesasync";
    public const string DisposeClient = Api + "servicebusclient.disposeasync";
    public const string FailureReason = Api + "servicebusfailurereason";

    public const string TriggerLock = Functions + "functions-bindings-service-bus-trigger#peeklock-behavior";
    public const string TriggerPoison = Functions + "functions-bindings-service-bus-trigger#poison-messages";
    public const string TriggerUsage = Functions + "functions-bindings-service-bus-trigger#usage";
    public const string TriggerAttributes = Functions + "functions-bindings-service-bus-trigger#attributes";
    public const string HostJson = Functions + "functions-bindings-service-bus#hostjson-settings";
    public const string CancellationTokens = Functions + "dotnet-isolated-process-guide#cancellation-tokens";
}
