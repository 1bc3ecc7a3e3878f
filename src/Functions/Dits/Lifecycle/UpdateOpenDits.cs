using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Lifecycle;

/// <summary>Activity: shows on an asset which of its DITs are open, so that a list of assets needs no other table.</summary>
public sealed class UpdateOpenDits(IDitStore dits, IAssetStore assets)
{
    /// <summary>Copies what stands when this runs. Idempotent.</summary>
    [Function(nameof(UpdateOpenDits))]
    [Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] UpdateOpenDitsInput input, CancellationToken cancellationToken) =>
        assets.ShowOpenDits(
            input.Customer,
            input.Asset,
            async stop => (await dits.OpenOf(input.Customer, input.Asset, stop)).Numbers,
            cancellationToken);
}

/// <summary>Which asset.</summary>
public sealed record UpdateOpenDitsInput(CustomerId Customer, AssetId Asset);
