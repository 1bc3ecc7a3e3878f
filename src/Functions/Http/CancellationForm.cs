using Azure;

namespace Dfm.Functions.Http;

/// <summary>The request to cancel a DIT or an order (manual, chapters 4 and 5).</summary>
/// <param name="Comment">« Commentaire d'annulation », mandatory.</param>
/// <param name="IfMatch">The required version; null for any.</param>
public sealed record CancellationForm(string Comment, ETag? IfMatch)
{
    private const int MaxComment = 1000;

    public static Task<Result<CancellationForm>> Read(HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.Read<Body>(request, cancellationToken).Then(Check).Then(comment => request.IfMatch().Then<CancellationForm>(
            ifMatch => new CancellationForm(comment, ifMatch)));

    private static Result<string> Check(Body body)
    {
        var check = new FieldChecks();
        var comment = check.RequiredText("comment", body.Comment, MaxComment, "Saisissez le commentaire d'annulation.");
        return check.ResultOf(comment);
    }

    private sealed record Body(string? Comment);
}
