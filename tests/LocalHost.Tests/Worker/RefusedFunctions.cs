using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>Functions that the local host does not run.</summary>
public static class WRefused
{
    [Function("WEntity")]
    public static Task Entity([EntityTrigger] TaskEntityDispatcher dispatcher) => Task.CompletedTask;

    [Function("WTopic")]
    public static void Topic([ServiceBusTrigger("topic", "subscription")] ServiceBusReceivedMessage message) =>
        throw new NotSupportedException();

    [Function("WSession")]
    public static void Session([ServiceBusTrigger("w", IsSessionsEnabled = true)] ServiceBusReceivedMessage message) =>
        throw new NotSupportedException();

    [Function("WBatch")]
    public static void Batch([ServiceBusTrigger("w", IsBatched = true)] ServiceBusReceivedMessage[] messages) =>
        throw new NotSupportedException();

    [Function("WText")]
    public static void Text([ServiceBusTrigger("w")] string message) => throw new NotSupportedException();

    [Function("WRetried")]
    [FixedDelayRetry(3, "00:00:01")]
    public static void Retried([TimerTrigger("0 0 8 * * *", UseMonitor = false)] TimerInfo timer) => throw new NotSupportedException();

    [Function("WOtherHub")]
    public static IResult OtherHub([HttpTrigger("get")] HttpRequest request, [DurableClient(TaskHub = "Other")] DurableTaskClient client) =>
        Results.Ok();

    [Function("WAlias")]
    public static void Alias([OrchestrationTrigger(Orchestration = "Another")] TaskOrchestrationContext context) =>
        throw new NotSupportedException();
}

/// <summary>A function whose settings are missing.</summary>
public static class WUnset
{
    [Function("WUnconnected")]
    public static void Unconnected([ServiceBusTrigger("w", Connection = "Missing")] ServiceBusReceivedMessage message) =>
        throw new NotSupportedException();
}
