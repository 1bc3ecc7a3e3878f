using System.Text;
using Dfm.Core.Catalogue;
using Dfm.Core.Imports;

namespace Dfm.Core.Tests.Imports;

public sealed class ConsumableFileTests
{
    private const string Heading = "reference;make;models;designation;colour;yield;inContracts;price;minimum;maximum;pack;picture\n";

    [Fact]
    public void Consumables_AreReadWithAllTheirModels()
    {
        var entry = Assert.Single(Read("T-1;Ricoh;IM C3010|im c3010|IM C2010;Toner noir;Black;31000;oui;59,90;2;6;2;https://dfm.example.com/t1.png\n"));
        Assert.Equal(["ricoh-imc3010", "ricoh-imc2010"], entry.Models.Select(model => model.Value));
        Assert.Equal(
            new Consumable(
                ConsumableReference.Parse("T-1"), "Toner noir", ConsumableColour.Black, 31000, IsInContracts: true, 59.90m,
                new QuantityBounds(2, 6, 2), new Uri("https://dfm.example.com/t1.png")),
            entry.Consumable);
    }

    [Fact]
    public void WhatMayBeMissing_IsMissing()
    {
        var consumable = Assert.Single(Read("T-1;Zebra;ZD421;Étiquettes;;;non;;12;144;12;\n")).Consumable;
        Assert.Null(consumable.Colour);
        Assert.Null(consumable.Yield);
        Assert.Null(consumable.Price);
        Assert.Null(consumable.Picture);
    }

    [Theory]
    [InlineData("T 1;Ricoh;IM;Toner;;;oui;;1;6;1;", "reference")]
    [InlineData("T-1;;IM;Toner;;;oui;;1;6;1;", "make")]
    [InlineData("T-1;Ricoh; | ;Toner;;;oui;;1;6;1;", "models")]
    [InlineData("T-1;Ricoh;IM|—;Toner;;;oui;;1;6;1;", "models")]
    [InlineData("T-1;Ricoh;IM;;;;oui;;1;6;1;", "designation")]
    [InlineData("T-1;Ricoh;IM;Toner;Pink;;oui;;1;6;1;", "colour")]
    [InlineData("T-1;Ricoh;IM;Toner;1;;oui;;1;6;1;", "colour")]
    [InlineData("T-1;Ricoh;IM;Toner;;0;oui;;1;6;1;", "yield")]
    [InlineData("T-1;Ricoh;IM;Toner;;;peut-être;;1;6;1;", "inContracts")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;-1;1;6;1;", "price")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;1,999;1;6;1;", "price")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;1.000,00;1;6;1;", "price")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;;;6;1;", "minimum")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;;1;2,5;1;", "maximum")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;;1;99999999999;1;", "maximum")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;;2;1;1;", "maximum")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;;1;6;4;", "maximum")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;;1;6;0;", "pack")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;;1;6;1;http://dfm.example.com/t1.png", "picture")]
    [InlineData("T-1;Ricoh;IM;Toner;;;oui;;1;6;1;javascript:alert(1)", "picture")]
    public void WrongColumn_IsToldWithItsLine_AndLeftOut(string line, string column)
    {
        var file = ImportReader.Consumables(Encoding.UTF8.GetBytes(Heading + line + "\n"));
        Assert.Empty(file.Records);
        var error = Assert.Single(file.Errors);
        Assert.Equal((2, column), (error.Line, error.Column));
    }

    [Fact]
    public void SameReferenceTwice_IsRefused()
    {
        var file = ImportReader.Consumables(Encoding.UTF8.GetBytes($"{Heading}T-1;Ricoh;IM;Toner;;;oui;;1;6;1;\nT-1;Canon;IR;Toner;;;oui;;1;6;1;\n"));
        Assert.Single(file.Records);
        Assert.Equal("La ligne 2 porte déjà ce code.", Assert.Single(file.Errors).Message);
    }

    private static IReadOnlyList<CatalogueEntry> Read(string lines)
    {
        var file = ImportReader.Consumables(Encoding.UTF8.GetBytes(Heading + lines));
        Assert.Empty(file.Errors);
        return file.Records;
    }
}
