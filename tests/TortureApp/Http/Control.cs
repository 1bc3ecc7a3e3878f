using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp.Http;

/// <summary><c>POST /api/instances/{id}/{command}</c>: suspends, resumes or terminates.</summary>
public sealed class Control
{
    [Function(nameof(Control))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "instances/{id}/{command}")] HttpRequest request,
        string id,
        string command,
        [DurableClient] DurableTaskClient client)
    {
        await (command switch
        {
            "suspend" => client.UnlessItIsAsync(id, IsSuspended, () => client.SuspendInstanceAsync(id, "told to")),
            "resume" => client.UnlessItIsAsync(id, one => !IsSuspended(one), () => client.ResumeInstanceAsync(id, "told to")),
            "terminate" => client.UnlessItIsOverAsync(id, () => client.TerminateInstanceAsync(id, (object?)"told to")),
            _ => throw new BadHttpRequestException($"'{command}' is no command."),
        });
        return Results.Accepted();
    }

    private static bool IsSuspended(OrchestrationMetadata instance) => instance.RuntimeStatus == OrchestrationRuntimeStatus.Suspended;
}
