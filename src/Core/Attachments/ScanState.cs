namespace Dfm.Core.Attachments;

/// <summary>What is known of malware in an attachment.</summary>
public enum ScanState
{
    /// <summary>Nothing scans attachments here.</summary>
    None,

    /// <summary>The result is not known yet: it usually takes seconds.</summary>
    Pending,

    /// <summary>No threat was found.</summary>
    Clean,

    /// <summary>Malware was found: the file is never handed out.</summary>
    Malicious,

    /// <summary>The file could not be scanned, e.g. because it is protected by a password.</summary>
    Failed,
}

/// <summary>What follows from a <see cref="ScanState"/>.</summary>
public static class ScanStates
{
    /// <summary>Why a file is not handed out; null when it is.</summary>
    public static Problem? Refusal(this ScanState state) => state switch
    {
        ScanState.None or ScanState.Clean => null,
        ScanState.Pending => AttachmentProblems.ScanPending,
        ScanState.Malicious => AttachmentProblems.Malicious,
        ScanState.Failed => AttachmentProblems.ScanFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state of a scan that nobody judges."),
    };
}
