using Dfm.Core.Calendar;
using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Lifecycles;

public sealed class LifecycleOptionsTests
{
    [Fact]
    public void WithoutSettings_ThePoliciesAreTheDomains()
    {
        using var services = Services();

        Assert.Equal(DitPolicy.Default, services.GetRequiredService<DitPolicy>());
        Assert.Equal(OrderPolicy.Default, services.GetRequiredService<OrderPolicy>());
    }

    [Fact]
    public void EverySetting_ChangesItsPeriod_AndNoOther()
    {
        using var services = Services(
            ("Lifecycles:PlanStandardWithin", "3 working days"),
            ("Lifecycles:PlanBlockingWithin", "0.5 working hours"),
            ("Lifecycles:CloseAfter", "00:00:02"),
            ("Lifecycles:ApproveWithin", "10 working days"));

        Assert.Equal(
            new DitPolicy(Period.WorkingDays(3), Period.WorkingHours(4), Period.WorkingHours(0.5m), Period.Of(TimeSpan.FromSeconds(2))),
            services.GetRequiredService<DitPolicy>());
        Assert.Equal(
            new OrderPolicy(Period.WorkingHours(8), Period.WorkingDays(10)), services.GetRequiredService<OrderPolicy>());
    }

    [Theory]
    [InlineData(nameof(LifecycleOptions.PlanStandardWithin))]
    [InlineData(nameof(LifecycleOptions.PlanUrgentWithin))]
    [InlineData(nameof(LifecycleOptions.PlanBlockingWithin))]
    [InlineData(nameof(LifecycleOptions.CloseAfter))]
    [InlineData(nameof(LifecycleOptions.ValidateWithin))]
    [InlineData(nameof(LifecycleOptions.ApproveWithin))]
    public void AWrongSetting_EndsTheStart_AndIsNamed(string setting)
    {
        using var services = Services(($"Lifecycles:{setting}", "soon"));

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains($"Lifecycles:{setting}", failure.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(params (string Name, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build())
        .AddLifecycles()
        .BuildServiceProvider();
}
