namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>The public pages that document Durable Functions.</summary>
public static class DurablePages
{
    private const string Durable = "https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-";

    public const string Orchestrations = Durable + "orchestrations";
    public const string Reliability = Orchestrations + "#reliability";
    public const string ErrorHandling = Durable + "error-handling";
    public const string RetryOnFailure = ErrorHandling + "#automatic-retry-on-failure";
    public const string CustomRetry = ErrorHandling + "#custom-retry-handlers";
    public const string CodeConstraints = Durable + "code-constraints";
    public const string ExternalEvents = Durable + "external-events";
    public const string Timers = Durable + "timers";
    public const string FunctionTimeouts = Timers + "#usage-for-timeout";
    public const string SubOrchestrations = Durable + "sub-orchestrations";
    public const string EternalOrchestrations = Durable + "eternal-orchestrations";
    public const string CustomStatus = Durable + "custom-orchestration-status";
    public const string InstanceManagement = Durable + "instance-management";
    public const string Singletons = Durable + "singletons";
    public const string Serialization = Durable + "serialization-and-persistence";
    public const string Versioning = Durable + "versioning";
    public const string Diagnostics = Durable + "diagnostics";
    public const string FanOut = Durable + "cloud-backup";
}
