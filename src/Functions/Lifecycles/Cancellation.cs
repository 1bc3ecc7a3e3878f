using Azure;
using Dfm.Core;
using Dfm.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Lifecycles;

/// <summary>What a customer sends to cancel a DIT or an order (manual, chapters 4 and 5).</summary>
/// <param name="Comment">« Commentaire d'annulation », mandatory.</param>
/// <param name="Expected">The version that the customer insists on; null for any.</param>
internal sealed record Cancellation(string Comment, ETag? Expected)
{
    private const int MaxComment = 1000;

    /// <summary>Reads and checks the request.</summary>
    public static async Task<Result<Cancellation>> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<Form>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem;
        var check = new FieldChecks();
        var comment = check.Required("comment", body.Value.Comment, MaxComment, "Saisissez le commentaire d'annulation.");
        if (check.Problem is { } problem) return problem;
        var expected = request.IfMatch();
        return expected.IsSuccess ? new Cancellation(comment, expected.Value) : expected.Problem;
    }

    private sealed record Form(string? Comment);
}
