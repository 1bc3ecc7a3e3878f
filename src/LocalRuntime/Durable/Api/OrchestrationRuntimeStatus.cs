namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration instance stands.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>Started and not finished.</summary>
    Running = 0,

    /// <summary>Finished with an output.</summary>
    Completed = 1,

    /// <summary>Never shown: a run that continued as new is Running.</summary>
    ContinuedAsNew = 2,

    /// <summary>Finished by an exception of its orchestrator.</summary>
    Failed = 3,

    /// <summary>Never shown: kept by the official API for its older versions.</summary>
    Canceled = 4,

    /// <summary>Finished from outside.</summary>
    Terminated = 5,

    /// <summary>Scheduled and not yet started.</summary>
    Pending = 6,

    /// <summary>Paused from outside.</summary>
    Suspended = 7,
}
