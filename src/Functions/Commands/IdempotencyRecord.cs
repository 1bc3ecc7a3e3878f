namespace Dfm.Functions.Commands;

/// <summary>The Idempotency-Key of a request.</summary>
/// <param name="Hash">Hash of caller, path and key; fit for a row key.</param>
/// <param name="Fingerprint">Hash of the body: the same key with another body is refused.</param>
public sealed record Idempotency(string Hash, string Fingerprint);

/// <summary>The response to a command, as it is kept for a repeated request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Location">Where what was made can be read, when it is one thing; else null.</param>
/// <param name="Version">Its version after the request, when it is one thing; else null.</param>
/// <param name="Body">JSON.</param>
public sealed record StoredResponse(int Status, string? Location, int? Version, string Body);

/// <summary>
/// The <see cref="StoredResponse"/> to a request with an Idempotency-Key, stored in the same transaction as what the request did. Its
/// members stand here one by one, as in the rows that are stored.
/// </summary>
/// <param name="Fingerprint">Hash of the request's body.</param>
public sealed record IdempotencyRecord(string Fingerprint, int Status, string? Location, int? Version, string Body)
{
    /// <summary>The same key came with another body.</summary>
    public static Problem OtherBody { get; } = new(
        ProblemKind.Unprocessable,
        "idempotency-key-reused",
        "Cette clé d'idempotence a déjà servi pour une autre demande.");

    public static IdempotencyRecord Of(Idempotency idempotency, StoredResponse response) =>
        new(idempotency.Fingerprint, response.Status, response.Location, response.Version, response.Body);

    /// <summary>Begins the row keys of all records.</summary>
    public const string Prefix = "i-";

    /// <summary>The row key of a record.</summary>
    public static string Key(Idempotency idempotency) => Prefix + idempotency.Hash;

    /// <summary>The response again, or why not.</summary>
    public Result<StoredResponse> ReplayTo(Idempotency idempotency) =>
        Fingerprint == idempotency.Fingerprint ? new StoredResponse(Status, Location, Version, Body) : OtherBody;
}
