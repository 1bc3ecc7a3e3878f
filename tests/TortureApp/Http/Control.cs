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
        await client.UnlessItIsOverAsync(id, () => command switch
        {
            "suspend" => client.SuspendInstanceAsync(id, "told to"),
            "resume" => client.ResumeInstanceAsync(id, "told to"),
            "terminate" => client.TerminateInstanceAsync(id, (object?)"told to"),
            _ => throw new BadHttpRequestException($"'{command}' is no command."),
        });
        return Results.Accepted();
    }
}
