using Dfm.Functions.Http;

namespace Dfm.Functions.Dits.Requests;

/// <summary>A message on a DIT, as either side sends it.</summary>
public static class DitMessageForm
{
    private const int MaxText = 4000;

    /// <summary>The text, mandatory.</summary>
    public static Task<Result<CommandRequest<string>>> Read(
        HttpRequest request, FunctionContext context, CancellationToken cancellationToken) =>
        CommandRequest.Read<Body, string>(request, context, Check, cancellationToken);

    private static Result<string> Check(Body body)
    {
        var check = new FieldChecks();
        var text = check.RequiredText("text", body.Text, MaxText, "Saisissez votre message.");
        return check.ResultOf(text);
    }

    private sealed record Body(string? Text);
}
