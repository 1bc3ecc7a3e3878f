using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Dits;

/// <summary>Activity: shows on an asset which of its DITs are open, so that a list of assets needs no other table.</summary>
/// <param name="dits">Knows the truth.</param>
/// <param name="assets">Shows a copy of it.</param>
public sealed class ShowOpenDits(IDitStore dits, IAssetStore assets)
{
    /// <summary>Copies the truth as it stands when this runs; running twice does it once.</summary>
    [Function(nameof(ShowOpenDits))]
    [Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] ShowOpenDitsInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return assets.ShowOpenDits(
            input.Customer,
            input.Asset,
            async stop => (await dits.OpenOf(input.Customer, input.Asset, stop)).Numbers,
            cancellationToken);
    }
}

/// <summary>Which asset.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Asset">Which.</param>
public sealed record ShowOpenDitsInput(CustomerId Customer, AssetId Asset);
