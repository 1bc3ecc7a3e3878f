using System.Diagnostics;

namespace Dfm.Testing;

/// <summary>Programs that run to their end.</summary>
public static class Programs
{
    /// <summary>Runs one; returns its exit code and what it printed, errors last. It is killed with all that it has started when it is cancelled.</summary>
    public static async Task<(int Status, string Printed)> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var program = Process.Start(start)!;
        try
        {
            var printed = await Task.WhenAll(
                program.StandardOutput.ReadToEndAsync(cancellationToken), program.StandardError.ReadToEndAsync(cancellationToken));
            await program.WaitForExitAsync(cancellationToken);
            return (program.ExitCode, string.Concat(printed));
        }
        finally
        {
            if (!program.HasExited) program.Kill(entireProcessTree: true);
        }
    }
}
