using Dfm.TortureApp.Orchestrators;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp.Messages;

/// <summary>Does what a request asks for. Delivered twice, it has the same effect.</summary>
internal static class RequestHandler
{
    public static async Task HandleAsync(Request request, Effects effects, DurableTaskClient client)
    {
        if (request.Kind == RequestKind.Poison)
        {
            await effects.RecordAsync(request.Owner, $"{request.Number} is poison");
            throw new InvalidOperationException("Nobody can handle this.");
        }

        if (request.Text != Texts.Of(request.Length)) throw new InvalidOperationException("The message has changed on its way.");
        if (request.Kind == RequestKind.Starting)
            await client.StartOnceAsync(nameof(Sequence), $"{request.Owner}-started", new SequenceInput(2, request.Number));
        else
            await client.UnlessItIsOverAsync(request.Owner, () => client.RaiseEventAsync(request.Owner, Mailing.Handled, request.Number));
        await effects.RecordAsync(request.Owner, $"{request.Number} is handled");
    }
}
