using Dfm.Core.Privacy;

namespace Dfm.Functions.Privacy.Responses;

/// <summary>An erasure as the staff sees it: whom it was about is not known any more.</summary>
/// <param name="Name">What stands in place of the person's name.</param>
/// <param name="DueAt">When the data are erased; the account is closed at once.</param>
/// <param name="Runs">How often it was done, or begun.</param>
public sealed record ErasureResponse(
    string Id,
    CustomerId Customer,
    string Name,
    ErasureState State,
    DateTimeOffset RequestedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? DoneAt,
    int Runs)
{
    public static ErasureResponse Of(Erasure erasure) => new(
        erasure.Pseudonym.Id,
        erasure.Customer,
        erasure.Pseudonym.Name,
        erasure.State,
        erasure.RequestedAt,
        erasure.DueAt,
        erasure.DoneAt,
        erasure.Run);
}
