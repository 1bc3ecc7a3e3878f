namespace Dfm.Functions.Http;

/// <summary>The request to cancel a DIT or an order (manual, chapters 4 and 5).</summary>
public static class CancellationForm
{
    private const int MaxComment = 1000;

    /// <summary>« Commentaire d'annulation », mandatory.</summary>
    public static Task<Result<CommandRequest<string>>> Read(
        HttpRequest request, FunctionContext context, CancellationToken cancellationToken) =>
        CommandRequest.Read<Body, string>(request, context, Check, cancellationToken);

    private static Result<string> Check(Body body)
    {
        var check = new FieldChecks();
        var comment = check.RequiredText("comment", body.Comment, MaxComment, "Saisissez le commentaire d'annulation.");
        return check.ResultOf(comment);
    }

    private sealed record Body(string? Comment);
}
