using Dfm.Core.Catalogue;

namespace Dfm.Core.Tests.Catalogue;

public sealed class ModelKeyTests
{
    [Theory]
    [InlineData("Ricoh", "IM C3010", "ricoh-imc3010")]
    [InlineData("RICOH ", "im-c3010", "ricoh-imc3010")]
    [InlineData("Konica Minolta", "bizhub C250i", "konicaminolta-bizhubc250i")]
    [InlineData("Müller", "Étiquette œuf-2", "muller-etiquetteoeuf2")]
    public void Spellings_ThatDifferInFormAlone_AreOneModel(string make, string model, string key)
    {
        Assert.True(ModelKey.TryMake(make, model, out var made));
        Assert.Equal(key, made.Value);
    }

    [Fact]
    public void MakeAndModel_DoNotRunIntoEachOther()
    {
        ModelKey.TryMake("HP", "L1", out var one);
        ModelKey.TryMake("HPL", "1", out var other);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData("", "IM C3010")]
    [InlineData("Ricoh", "—")]
    [InlineData(null, null)]
    public void Nothing_IsNoModel(string? make, string? model) => Assert.False(ModelKey.TryMake(make, model, out _));
}
